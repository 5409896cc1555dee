/** Event files as TensorBoard reads them. */
package io.cantus.training.tensorboard;
