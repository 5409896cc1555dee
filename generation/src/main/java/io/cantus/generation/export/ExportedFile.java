package io.cantus.generation.export;

/**
 * One file of an exported model.
 *
 * @param name relative to the folder of the export, with {@code /} before a subfolder's file
 */
public record ExportedFile(String name, byte[] content) {}
