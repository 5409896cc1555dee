/** Named counts of what the stages did, which merge over inputs, tasks and machines. */
package io.cantus.transforms.statistics;
