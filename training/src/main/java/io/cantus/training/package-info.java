/**
 * Hyperparameters, weights and metrics of the event networks: what training and generation share.
 */
package io.cantus.training;
