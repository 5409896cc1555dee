/** Models in the forms of other programs, as pure functions from weights to files. */
package io.cantus.generation.export;
