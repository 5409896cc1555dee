/**
 * The TFRecord framing, after TensorFlow's record_writer.cc: length (u64, little-endian), masked
 * CRC-32C of the length, data, masked CRC-32C of the data. Streams in, streams out; files and
 * shards are the business of whoever opens them.
 */
package io.cantus.transforms.tfrecord;
