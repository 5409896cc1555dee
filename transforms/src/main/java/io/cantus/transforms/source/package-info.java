/** Files to convert: their names and ids, how large they may be, what became of them. */
package io.cantus.transforms.source;
