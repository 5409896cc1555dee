/** What a network sees of a melody and what it is asked to predict, after Magenta's encodings. */
package io.cantus.transforms.encoding;
