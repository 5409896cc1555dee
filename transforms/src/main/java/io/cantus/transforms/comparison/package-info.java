/**
 * How far two sets of melodies are from each other, in the terms of Yang and Lerch, "On the
 * evaluation of generative models in music" (Neural Computing and Applications 32, 2020).
 */
package io.cantus.transforms.comparison;
