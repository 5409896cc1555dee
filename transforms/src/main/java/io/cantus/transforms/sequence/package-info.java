/** What happens to NoteSequences before any melody is looked for. */
package io.cantus.transforms.sequence;
