package check

import (
	"testing"
	"time"
)

func TestMadeAt(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 5, 4, 12, 0, 0, 0, time.UTC)
	tests := []struct {
		name, meta string
		want       []string
	}{
		{"now", `{"created":"2026-05-04T12:00:01Z","lastModified":"2026-05-04T14:00:01.5+02:00"}`, nil},
		{"a clock that is off", `{"created":"2026-05-04T02:00:00Z","lastModified":"2026-05-04T02:00:00Z"}`, nil},
		{"absent", `{}`, []string{"meta.created", "meta.lastModified"}},
		{"the epoch", `{"created":"1970-01-01T00:00:00Z","lastModified":"2026-05-04T12:00:00Z"}`, []string{"meta.created: expected about 2026-05-04T12:00:00Z"}},
		{"no date", `{"created":"today","lastModified":1777896000}`, []string{"meta.created", "meta.lastModified"}},
		{"out of order", `{"created":"2026-05-04T12:00:01Z","lastModified":"2026-05-04T12:00:00Z"}`, []string{"not before meta.created"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			expect(t, MadeAt(resource(t, `{"meta":`+tt.meta+`}`), now), tt.want...)
		})
	}
}
