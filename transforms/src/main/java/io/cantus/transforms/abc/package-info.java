/**
 * Reading ABC tune books into NoteSequences. The reference refuses every ABC file by a fault of its
 * own, so this follows what its code means to do where that is the music, and the ABC standard 2.1
 * for all that it leaves out.
 */
package io.cantus.transforms.abc;
