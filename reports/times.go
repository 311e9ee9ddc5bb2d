package reports

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"
)

// Times is how often which time was measured: milliseconds, rounded to three
// significant digits, and their number. In JSON it is one text, "0.12:31 4.5:2",
// in ascending order: as a list it would be the longest part of a report.
type Times map[float64]int

func timesOf(ms []float64) Times {
	t := Times{}
	for _, v := range ms {
		t[threeDigits(v)]++
	}
	return t
}

func threeDigits(v float64) float64 {
	rounded, err := strconv.ParseFloat(strconv.FormatFloat(v, 'g', 3, 64), 64)
	if err != nil {
		return v
	}
	return rounded
}

// Count is the number of measurements.
func (t Times) Count() int {
	n := 0
	for _, c := range t {
		n += c
	}
	return n
}

// percentile is the nearest-rank percentile.
func (t Times) percentile(p float64) float64 {
	rank, seen := int(math.Ceil(p/100*float64(t.Count()))), 0
	for _, ms := range slices.Sorted(maps.Keys(t)) {
		if seen += t[ms]; seen >= max(rank, 1) {
			return ms
		}
	}
	return 0
}

// MarshalText writes the times.
func (t Times) MarshalText() ([]byte, error) {
	var out []byte
	for _, ms := range slices.Sorted(maps.Keys(t)) {
		if len(out) > 0 {
			out = append(out, ' ')
		}
		out = strconv.AppendFloat(out, ms, 'f', -1, 64)
		out = append(out, ':')
		out = strconv.AppendInt(out, int64(t[ms]), 10)
	}
	return out, nil
}

// UnmarshalText reads what MarshalText wrote.
func (t *Times) UnmarshalText(text []byte) error {
	out := Times{}
	for word := range strings.FieldsSeq(string(text)) {
		value, number, _ := strings.Cut(word, ":")
		ms, err := strconv.ParseFloat(value, 64)
		n, err2 := strconv.Atoi(number)
		if err != nil || err2 != nil || n < 1 || ms < 0 || math.IsNaN(ms) || math.IsInf(ms, 0) {
			return fmt.Errorf("%q is not a time and its number, such as 0.12:31", clip(word))
		}
		out[ms] += n
	}
	*t = out
	return nil
}
