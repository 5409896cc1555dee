/** Everything a training run needs to go on, in one file. */
package io.cantus.training.checkpoint;
