/** From a file of any format that Cantus reads to NoteSequences. */
package io.cantus.transforms.convert;
