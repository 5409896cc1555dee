package io.cantus.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cantus.transforms.UsageException;
import io.cantus.transforms.encoding.MelodyConfig;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HyperParametersTest {

  @ParameterizedTest
  @CsvSource({"basic_rnn,0,5", "mono_rnn,0,5", "lookback_rnn,0,5", "attention_rnn,40,3"})
  void configsHaveTheReferencesDefaults(String config, int attnLength, int clipNorm) {
    assertThat(HyperParameters.of(MelodyConfig.named(config)))
        .isEqualTo(
            new HyperParameters(
                128, List.of(128, 128), 0.5, attnLength, clipNorm, 0.001, false, false));
  }

  @ParameterizedTest
  @ValueSource(strings = {"onehot", "lookback", "key"})
  void bareEncodingsHaveTheBaseDefaults(String encoding) {
    assertThat(HyperParameters.of(MelodyConfig.withEncoding(encoding)).text())
        .isEqualTo(
            "batch_size=64,rnn_layer_sizes=[128,128],dropout_keep_prob=1.0,attn_length=0,"
                + "clip_norm=3,learning_rate=0.001,residual_connections=false,use_cudnn=false");
  }

  @Test
  void replacesOnlyWhatIsNamed() {
    assertThat(HyperParameters.base().with("batch_size=32,rnn_layer_sizes=[64,64]"))
        .isEqualTo(new HyperParameters(32, List.of(64, 64), 1.0, 0, 3, 0.001, false, false));
    assertThat(HyperParameters.base().with("")).isEqualTo(HyperParameters.base());
  }

  @Test
  void blanksMayStandAfterCommasAndAroundEqualsSigns() {
    assertThat(HyperParameters.base().with("batch_size = 32,  rnn_layer_sizes = [ 8 , 9 10 ], "))
        .isEqualTo(HyperParameters.base().with("batch_size=32,rnn_layer_sizes=[8,9,10]"));
  }

  @Test
  void flagsAreWordsOrIntegers() {
    assertThat(HyperParameters.base().with("use_cudnn=True,residual_connections=1"))
        .isEqualTo(HyperParameters.base().with("use_cudnn=true,residual_connections=true"));
    assertThat(HyperParameters.base().with("use_cudnn=False,residual_connections=0"))
        .isEqualTo(HyperParameters.base());
  }

  @Test
  void floatsTakeAnyNumber() {
    assertThat(HyperParameters.base().with("learning_rate=1e-4").learningRate()).isEqualTo(1e-4);
    assertThat(HyperParameters.base().with("dropout_keep_prob=1").dropoutKeepProb()).isEqualTo(1.0);
  }

  @Test
  void textReadsBackAsTheSame() {
    HyperParameters some = new HyperParameters(7, List.of(3, 2, 1), 0.25, 12, -1, 1e-5, true, true);

    assertThat(HyperParameters.base().with(some.text())).isEqualTo(some);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "batchsize=3|unknown hparam 'batchsize' (did you mean batch_size?)",
        "clip_norm=2.5|hparam clip_norm=2.5: must be an integer",
        "batch_size=|hparam batch_size=: must be an integer",
        "batch_size=99999999999|hparam batch_size=99999999999: must be an integer of at most 32",
        "learning_rate=fast|hparam learning_rate=fast: must be a number",
        "learning_rate=NaN|hparam learning_rate=NaN: must be a number",
        "use_cudnn=yes|hparam use_cudnn=yes: must be true or false",
        "batch_size=[3]|hparam batch_size=[3]: must be a single value",
        "rnn_layer_sizes=64|hparam rnn_layer_sizes=64: must be a list such as [64,64]",
        "rnn_layer_sizes=[64,,x]|hparam rnn_layer_sizes=x: must be an integer",
        "rnn_layer_sizes=[]|hparam rnn_layer_sizes=[]: must be a list such as [64,64]",
        "rnn_layer_sizes[0]=64|hparam rnn_layer_sizes[0]: single elements cannot be set",
        "batch_size=3,batch_size=4|hparam batch_size is given twice",
        "batch_size|malformed hparams at 'batch_size'",
        "batch_size=3;clip_norm=4|hparam batch_size=3;clip_norm=4: must be an integer",
        "rnn_layer_sizes=[64,64|malformed hparams at 'rnn_layer_sizes=[64,64'",
        "batch_size=0|hparam batch_size=0: must be at least 1",
        "rnn_layer_sizes=[64,0]|hparam rnn_layer_sizes=[64, 0]: must be layers of at least 1 unit",
        "dropout_keep_prob=0|hparam dropout_keep_prob=0.0: must be above 0 and at most 1",
        "attn_length=-1|hparam attn_length=-1: must be 0 or more",
        "learning_rate=0|hparam learning_rate=0.0: must be above 0",
        "learning_rate=1e39|hparam learning_rate=1.0E39: must be above 0 and a normal number of 32"
            + " bits, 1.17549435E-38 to 3.4028235E38",
        "learning_rate=1e-39|hparam learning_rate=1.0E-39: must be above 0 and a normal number",
      })
  void mistakesAreOneLineThatNamesThem(String hparams, String message) {
    assertThatThrownBy(() -> HyperParameters.base().with(hparams))
        .isInstanceOf(UsageException.class)
        .hasMessageStartingWith(message)
        .hasMessageNotContaining("\n");
  }
}
