package io.cantus.training.network;

import io.cantus.training.HyperParameters;
import io.cantus.training.NetworkShape;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Constructor;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * {@link OpenBlasEngine} in double precision, in which difference quotients tell right gradients
 * from wrong ones. Java has no type parameter for that, so its sources are compiled a second time,
 * with {@code double} for {@code float}, under other names.
 */
final class InDouble {
  private static final Path SOURCES = Path.of("src/main/java/io/cantus/training/network");
  private static final String SUFFIX = "InDouble";

  /** All that has to do with numbers, what others are made of first. */
  private static final List<String> CLASSES =
      List.of(
          "LinearInput",
          "RecurrentLayer",
          "Activations",
          "AttentionLayer",
          "AttentionWindow",
          "LstmCell",
          "LstmLayer",
          "OpenBlasEngine",
          "PackedLinear",
          "Projection",
          "RowMatrix",
          "Rows",
          "SoftmaxLayer",
          "SparseInput",
          "Stage",
          "StepArrays");

  private static final Pattern NAMES = Pattern.compile("\\b(" + String.join("|", CLASSES) + ")\\b");

  private static final Constructor<?> ENGINE = compile();

  private InDouble() {}

  /** A network in double precision that computes with it. */
  static EventRnnNetwork network(
      int inputSize, int numClasses, HyperParameters hyperParameters, long seed) {
    EventRnnNetwork network =
        EventRnnNetwork.create(inputSize, numClasses, hyperParameters, seed, DataType.DOUBLE);
    try {
      ((EventRnnLayer) network.network().getLayer(0))
          .setEngine((RnnEngine) ENGINE.newInstance(network.shape(), hyperParameters.attnLength()));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
    return network;
  }

  private static Constructor<?> compile() {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    Map<String, ByteArrayOutputStream> compiled = new LinkedHashMap<>();
    List<JavaFileObject> sources = new ArrayList<>();
    CLASSES.forEach(name -> sources.add(new Source(name)));
    try (JavaFileManager files =
        new ForwardingJavaFileManager<JavaFileManager>(
            compiler.getStandardFileManager(null, null, null)) {
          @Override
          public JavaFileObject getJavaFileForOutput(
              Location location, String name, JavaFileObject.Kind kind, FileObject source) {
            return new Compiled(
                name, compiled.computeIfAbsent(name, n -> new ByteArrayOutputStream()));
          }
        }) {
      List<String> options = List.of("-classpath", System.getProperty("java.class.path"));
      if (!compiler.getTask(null, files, null, options, null, sources).call()) {
        throw new IllegalStateException("the sources do not compile in double precision");
      }
      String prefix = InDouble.class.getPackageName() + ".";
      for (String name : CLASSES) {
        MethodHandles.lookup().defineClass(compiled.remove(prefix + name + SUFFIX).toByteArray());
      }
      for (ByteArrayOutputStream nested : compiled.values()) {
        MethodHandles.lookup().defineClass(nested.toByteArray());
      }
      return Class.forName(prefix + "OpenBlasEngine" + SUFFIX)
          .getDeclaredConstructor(NetworkShape.class, int.class);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String inDouble(String source) {
    return NAMES
        .matcher(source)
        .replaceAll("$1" + SUFFIX)
        .replaceAll("\\bfloat\\b", "double")
        .replace("Float", "Double")
        .replace("FLOAT", "DOUBLE")
        .replace("cblas_s", "cblas_d");
  }

  private static final class Source extends SimpleJavaFileObject {
    private final Path file;

    Source(String name) {
      super(URI.create("string:///" + name + SUFFIX + ".java"), Kind.SOURCE);
      file = SOURCES.resolve(name + ".java");
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) throws IOException {
      return inDouble(Files.readString(file));
    }
  }

  private static final class Compiled extends SimpleJavaFileObject {
    private final OutputStream bytes;

    Compiled(String name, OutputStream bytes) {
      super(URI.create("bytes:///" + name + ".class"), Kind.CLASS);
      this.bytes = bytes;
    }

    @Override
    public OutputStream openOutputStream() {
      return bytes;
    }
  }
}
