/**
 * The event network as one layer of DL4J: LSTM stack, dropout, linear output and masked loss with
 * hand-written gradients, so that DL4J's network, updaters and serialisation stay in use.
 */
package io.cantus.training.network;
