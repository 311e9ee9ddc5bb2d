//go:build bench && !linux

package bench

func largest(int) func() float64 { return func() float64 { return 0 } }
