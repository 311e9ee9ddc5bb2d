//go:build !race

package main

// raceDetector tells that the race detector takes memory and time of its own.
const raceDetector = false
