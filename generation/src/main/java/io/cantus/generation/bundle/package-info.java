/** Generator bundles (.mag files): Magenta's are read, ours are read and written. */
package io.cantus.generation.bundle;
