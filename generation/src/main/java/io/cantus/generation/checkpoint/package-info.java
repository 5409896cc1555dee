/**
 * TensorFlow's checkpoints as pure functions over bytes: V1 (one file, inside every bundle) both
 * ways, V2 (index and data) for reading. Both are sorted string tables, after LevelDB.
 */
package io.cantus.generation.checkpoint;
