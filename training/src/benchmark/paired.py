"""Lets two programs take turns and compares their times: ROUNDS COMMAND COMMAND; see training-step."""
import statistics
import subprocess
import sys
import time

import numpy

BATCH_STEPS, CLASSES = 64 * 128, 40


def multiplications(sizes, inputs, length):
    """Of one forward pass, a step of one sequence; inputs of the network are flags, which need none."""
    total, flags = 0, inputs
    for number, units in enumerate(sizes):
        if number == 0 and length:
            total += units * inputs + (inputs + units) * 4 * units
            total += 2 * 2 * units * units + units * units + 2 * length * units
        else:
            total += (inputs - flags + units) * 4 * units
        inputs, flags = units, 0
    return total + inputs * CLASSES


def gflops():
    a = numpy.ones((2048, 2048), numpy.float32)
    best = 1e9
    for _ in range(4):
        start = time.perf_counter()
        a @ a
        best = min(best, time.perf_counter() - start)
    return 2 * 2048 ** 3 / best / 1e9


def turn(program):
    program.stdin.write("\n")
    program.stdin.flush()
    return statistics.median(float(t) for t in program.stdout.readline().split())


def main():
    rounds, commands = int(sys.argv[1]), [command.split() for command in sys.argv[2:4]]
    speed = gflops()
    print("sgemm %.0f GFLOP/s" % speed)
    print("%-20s %10s %10s %7s %13s %10s %9s"
          % ("network", "PyTorch", "Cantus", "ratio", "from - to", "floor", "to floor"))
    for name, sizes, inputs, length, steps in (
        ("2x64", [64, 64], 121, 0, 5),
        ("2x128", [128, 128], 121, 0, 4),
        ("2x128, attention 40", [128, 128], 74, 40, 2),
    ):
        arguments = [",".join(map(str, sizes)), str(inputs), str(length), str(steps)]
        programs = [
            subprocess.Popen(command + arguments, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                             stderr=subprocess.DEVNULL, text=True)
            for command in commands
        ]
        for program in programs:
            for _ in range(20 if program is programs[1] else 2):
                turn(program)
        times = [[turn(program) for program in programs] for _ in range(rounds)]
        for program in programs:
            program.stdin.close()
            program.wait()
        theirs, ours = (statistics.median(column) for column in zip(*times))
        ratios = sorted(our / their for their, our in times)
        floor = 6 * BATCH_STEPS * multiplications(sizes, inputs, length) / speed / 1e6
        print("%-20s %7.1f ms %7.1f ms %7.2f %6.2f - %.2f %7.1f ms %9.2f"
              % (name, theirs, ours, statistics.median(ratios), ratios[0], ratios[-1], floor, ours / floor),
              flush=True)


main()
