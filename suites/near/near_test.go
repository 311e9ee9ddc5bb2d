package near

import "testing"

func TestWord(t *testing.T) {
	t.Parallel()
	known := []string{"name", "scim", "okta", "roles", "seats", "test_data", "base_url"}
	for word, want := range map[string]string{"nmae": "name", "Scim": "scim", "role": "roles", "test-data": "test_data", "baseURL": "base_url",
		"sets": "seats", "colour": "", "": "", "x": ""} {
		if got := Word(word, known); got != want {
			t.Errorf("Word(%q) = %q, want %q", word, got, want)
		}
	}
}
