/** One file under the magnifying glass: what is in it, and what each stage makes of it. */
package io.cantus.jobs.inspect;
