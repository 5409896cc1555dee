/**
 * How fast melodies are made: {@code mvn -Pbenchmark -pl generation -am verify
 * -Dbenchmark.only=Generation}.
 */
package io.cantus.generation.benchmark;
