/**
 * How fast the conversions are, each beside a floor: {@code mvn -Pbenchmark -pl transforms verify}.
 */
package io.cantus.transforms.benchmark;
