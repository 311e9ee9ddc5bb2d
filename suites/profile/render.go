package profile

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"text/template"
)

//go:embed init.yaml.tmpl
var initTemplate string

// Render is the commented profile that `oktascim init` writes. Parse reads it back to what was answered, or says what
// is wrong with the answers.
func Render(a Answers) []byte {
	functions := template.FuncMap{"scalar": scalar, "list": flowList}
	t := template.Must(template.New("init").Funcs(functions).Parse(initTemplate))
	p, err := a.profile()
	if err != nil {
		return fmt.Appendf(nil, "# the profile could not be written: %v\n", err)
	}
	data := struct {
		*Profile
		SchemaURL string
	}{p, SchemaURL}
	var b bytes.Buffer
	if err := t.Execute(&b, data); err != nil {
		return fmt.Appendf(nil, "# the profile could not be written: %v\n", err)
	}
	return b.Bytes()
}

// scalar writes text as a YAML scalar: plain where that is safe, else in double quotes, whose escapes are those of JSON
// (YAML 1.2 section 5.7).
func scalar(value any) (string, error) {
	text := fmt.Sprint(value)
	if regexp.MustCompile(`^[A-Za-z/](?:[A-Za-z0-9 ._@/+-]|:[A-Za-z0-9/])*$`).MatchString(text) && !strings.HasSuffix(text,
		" ") && !isReservedWord(text) {
		return text, nil
	}
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(text); err != nil {
		return "", err
	}
	return strings.TrimSpace(b.String()), nil
}

// isReservedWord reports whether YAML 1.1 or 1.2 reads text as something other than text.
func isReservedWord(text string) bool {
	words := []string{"true", "false", "yes", "no", "on", "off", "y", "n", "null", "nan", "inf"}
	return slices.Contains(words, strings.ToLower(text))
}

// flowList writes words as a YAML list on one line.
func flowList(words any) (string, error) {
	switch list := words.(type) {
	case []Dialect:
		return "[" + strings.Join(texts(list), ", ") + "]", nil
	case []Action:
		return "[" + strings.Join(texts(list), ", ") + "]", nil
	}
	return "", fmt.Errorf("%T is not a list of words", words)
}
