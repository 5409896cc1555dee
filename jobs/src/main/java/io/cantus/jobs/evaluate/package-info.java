/** How likely a model finds melodies that it did not make. */
package io.cantus.jobs.evaluate;
