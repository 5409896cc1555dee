/**
 * The command line of generating: its options, and a program that needs nothing but this module.
 */
package io.cantus.generation.cli;
