package suites

import (
	"strings"
	"testing"
)

// What is wrong with a Config is told before anything is sent.
func TestBadConfig(t *testing.T) {
	t.Parallel()
	const url = "https://app.example.com/scim/v2"
	for name, tt := range map[string]struct {
		config Config
		want   string
	}{
		"no address": {Config{Token: "x-token-1234"}, "base URL"},
		"no token":   {Config{BaseURL: url}, "OKTASCIM_TOKEN"},
		"no dialect": {Config{BaseURL: url, Token: "x-token-1234", Dialects: []string{"scim"}}, "aiw or oin"},
		"no area":    {Config{BaseURL: url, Token: "x-token-1234", Areas: []string{"deactivat"}}, "did you mean"},
		"no profile": {Config{BaseURL: url, Token: "x-token-1234", Profile: "none.yaml"}, "none.yaml"},
	} {
		if _, err := tt.config.suite(); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
