/**
 * Parameter averaging on Spark through DL4J's interfaces: every example is trained on exactly once
 * an epoch, and a seeded run gives the same weights to the bit however the data is partitioned.
 */
package io.cantus.training.spark;
