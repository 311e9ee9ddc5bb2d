package reports

import (
	"fmt"
	"strings"
	"testing"
)

// large is a run of 2,000 checks with 10,000 exchanges of a usual size.
func large() *Report {
	r := sample()
	r.Checks = nil
	for i := range 2_000 {
		c := failing(fmt.Sprintf("members.case-%04d", i), "members", "oin")
		for len(c.Exchanges) < 5 {
			c.Exchanges = append(c.Exchanges, sampleExchange())
		}
		r.Checks = append(r.Checks, c)
	}
	r.Conclude()
	return r
}

// counter counts what is written and keeps the largest piece.
type counter struct{ total, largest int }

func (c *counter) Write(p []byte) (int, error) {
	c.total += len(p)
	c.largest = max(c.largest, len(p))
	return len(p), nil
}

// JSON is written a check at a time: no piece grows with the report.
func TestJSONIsStreamed(t *testing.T) {
	t.Parallel()
	var c counter
	if err := WriteJSON(&c, large()); err != nil {
		t.Fatal(err)
	}
	if c.largest > c.total/50 {
		t.Errorf("a piece of %d bytes in a report of %d", c.largest, c.total)
	}
}

func BenchmarkFormats(b *testing.B) {
	r := large()
	for _, f := range Formats() {
		b.Run(f.name, func(b *testing.B) {
			b.ReportAllocs()
			var c counter
			for b.Loop() {
				c = counter{}
				if err := f.write(&c, r); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(c.total)/1e6, "MB")
		})
	}
}

func BenchmarkRead(b *testing.B) {
	var text strings.Builder
	if err := WriteJSON(&text, large()); err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Read(strings.NewReader(text.String()), "r.json"); err != nil {
			b.Fatal(err)
		}
	}
}
