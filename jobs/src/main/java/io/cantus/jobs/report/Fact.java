package io.cantus.jobs.report;

/** A name and its value, both as a person reads them: {@code Java} and {@code 17.0.9}. */
public record Fact(String name, String value) {}
