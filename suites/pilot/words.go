package pilot

import (
	"fmt"
	"strconv"
	"strings"
)

// number writes a number with commas between the thousands.
func number(n int) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0 && s[i-1] != '-'; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// people is a number of people: "1 person", "1,204 people".
func people(n int) string { return plural(n, "person", "people") }

func plural(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return number(n) + " " + many
}

// names lists the first few of many.
func names(list []string) string {
	const most = 20
	if len(list) > most {
		return fmt.Sprintf("%s and %s more", strings.Join(list[:most-1], ", "), number(len(list)-most+1))
	}
	return strings.Join(list, ", ")
}

// or gives a word for an empty text.
func or(text, otherwise string) string {
	if text == "" {
		return otherwise
	}
	return text
}
