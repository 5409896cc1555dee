/** The protobuf wire format, read in place, for the messages that come by the million. */
package io.cantus.transforms.wire;
