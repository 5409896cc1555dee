"""Times training steps of the event network in PyTorch, one thread: LAYER_SIZES INPUT_SIZE ATTN_LENGTH ROUNDS.

For each line on standard input, ROUNDS steps are made and the milliseconds of each are printed on one line, so that
another program's rounds can come in between. Same network, batch, lengths and updater as the other side: dense inputs
[steps, batch, input], BasicLSTM layers (the fused kernel of torch.nn.LSTM where there is no attention), softmax over 40
classes, each variable's gradient clipped by itself, Adam.
"""
import sys
import time

import torch

BATCH, STEPS, CLASSES = 64, 128, 40


class Attention(torch.nn.Module):
    """Magenta's attention around an LSTM cell. Keys of the window are made once a step, not once for every look."""

    def __init__(self, inputs, units, length):
        super().__init__()
        self.units, self.length = units, length
        self.mix = torch.nn.Linear(inputs + units, inputs)
        self.cell = torch.nn.LSTMCell(inputs, units)
        self.query = torch.nn.Linear(2 * units, units)
        self.output = torch.nn.Linear(2 * units, units)
        self.key = torch.nn.Linear(units, units, bias=False)
        self.vector = torch.nn.Parameter(torch.rand(units) * 0.1)

    def forward(self, x):
        steps, batch, _ = x.shape
        zeros = x.new_zeros(batch, self.units)
        h = c = attended = zeros
        keys, outputs, results = [zeros] * self.length, [zeros] * self.length, []
        for step in range(steps):
            h, c = self.cell(self.mix(torch.cat([x[step], attended], 1)), (h, c))
            query = self.query(torch.cat([c, h], 1))
            scores = torch.tanh(torch.stack(keys, 1) + query.unsqueeze(1)) @ self.vector
            shares = torch.softmax(scores, 1).unsqueeze(1)
            attended = torch.bmm(shares, torch.stack(outputs, 1)).squeeze(1)
            out = self.output(torch.cat([h, attended], 1))
            keys = keys[1:] + [self.key(out)]
            outputs = outputs[1:] + [out]
            results.append(out)
        return torch.stack(results)


class Network(torch.nn.Module):
    def __init__(self, inputs, sizes, length):
        super().__init__()
        layers = []
        for number, units in enumerate(sizes):
            attends = length > 0 and number == 0
            layers.append(Attention(inputs, units, length) if attends else torch.nn.LSTM(inputs, units))
            inputs = units
        self.layers = torch.nn.ModuleList(layers)
        self.softmax = torch.nn.Linear(inputs, CLASSES)

    def forward(self, x):
        for layer in self.layers:
            x = layer(x) if isinstance(layer, Attention) else layer(x)[0]
        return self.softmax(x)


def main():
    sizes = [int(size) for size in sys.argv[1].split(",")]
    inputs, length, rounds = (int(number) for number in sys.argv[2:5])
    torch.set_num_threads(1)
    torch.set_flush_denormal(True)
    torch.manual_seed(1)
    network = Network(inputs, sizes, length)
    optimizer = torch.optim.Adam(network.parameters(), lr=0.001)
    x = torch.zeros(STEPS, BATCH, inputs)
    x.scatter_(2, torch.randint(inputs, (STEPS, BATCH, 9)), 1)
    labels = torch.randint(CLASSES, (STEPS * BATCH,))
    for _ in sys.stdin:
        times = []
        for _ in range(rounds):
            start = time.perf_counter()
            optimizer.zero_grad()
            loss = torch.nn.functional.cross_entropy(network(x).reshape(-1, CLASSES), labels)
            loss.backward()
            for parameter in network.parameters():
                torch.nn.utils.clip_grad_norm_(parameter, 5)
            optimizer.step()
            times.append(1000 * (time.perf_counter() - start))
        print(" ".join("%.2f" % t for t in times), flush=True)


main()
