package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
	"golang.org/x/term"

	"github.com/oktascim/oktascim/suites/profile"
)

func newInit(w world) *cobra.Command {
	var output string
	var force bool
	c := &cobra.Command{
		Use:   "init",
		Short: "Write an app profile: what your app is configured for",
		Long: `init writes a commented app profile. On a terminal it asks a few questions; every question is a flag too,
and without a terminal the flags are all there is. The profile names environment variables, never secrets.`,
		Example: `  oktascim init
  oktascim init --name Holistics --dialect aiw --role 'oktascim admins=Admin' --default-role Viewer --seat-limit 12 -o app.yaml
  oktascim init --name Holistics -o -          print it`,
		Args: noArguments,
		RunE: func(c *cobra.Command, _ []string) error { return runInit(c, w, output, force) },
	}
	for _, q := range profile.Questions() {
		c.Flags().StringArray(q.Key, nil, flagHelp(q))
	}
	c.Flags().StringVarP(&output, "output", "o", "oktascim.yaml", "`FILE` to write; - is standard output")
	c.Flags().BoolVar(&force, "force", false, "overwrite the file if there is one")
	return c
}

func flagHelp(q profile.Question) string {
	help := "`" + q.Answer + "`: " + q.Text
	if len(q.Choices) > 0 {
		help += " " + strings.Join(q.Choices, ", ")
	}
	if q.Default != "" {
		help += " (default " + q.Default + ")"
	}
	return help
}

func runInit(c *cobra.Command, w world, output string, force bool) error {
	answers := profile.NewAnswers()
	asked := false
	var err error
	c.Flags().Visit(func(f *pflag.Flag) {
		values, ok := f.Value.(pflag.SliceValue)
		if !ok || err != nil {
			return
		}
		for _, v := range values.GetSlice() {
			asked = true
			if wrong := answers.Set(f.Name, v); wrong != nil {
				err = usagef("--%s %q: %w", f.Name, v, wrong)
			}
		}
	})
	if err != nil {
		return err
	}
	if !asked && isTerminal(w.stdin) {
		if err := ask(w, &answers); err != nil {
			return err
		}
	}
	return writeProfile(w, profile.Render(answers), output, force)
}

func isTerminal(r io.Reader) bool {
	file, ok := r.(*os.File)
	return ok && term.IsTerminal(int(file.Fd()))
}

// ask puts the questions on the terminal; an empty answer takes the default,
// and a wrong one is asked again.
func ask(w world, answers *profile.Answers) error {
	in := bufio.NewScanner(w.stdin)
	fmt.Fprintln(w.stderr, "A few questions about the app. Return takes what is in [brackets].")
	for _, q := range profile.Questions() {
		if q.When != nil && !q.When(*answers) {
			continue
		}
		fmt.Fprintf(w.stderr, "\n%s\n  %s\n", q.Text, q.Help)
		for {
			fmt.Fprintf(w.stderr, "%s> ", prompt(q))
			if !in.Scan() {
				return usagef("the questions were broken off; nothing was written")
			}
			answer := strings.TrimSpace(in.Text())
			if answer == "" {
				break
			}
			if err := answers.Set(q.Key, answer); err != nil {
				fmt.Fprintf(w.stderr, "  %v\n", err)
				continue
			}
			if q.Key != "role" { // one mapping a line, until an empty one
				break
			}
		}
	}
	return nil
}

func prompt(q profile.Question) string {
	choices := strings.Join(q.Choices, ", ")
	switch {
	case q.Default != "" && choices != "":
		return fmt.Sprintf("(%s) [%s] ", choices, q.Default)
	case q.Default != "":
		return fmt.Sprintf("[%s] ", q.Default)
	case choices != "":
		return fmt.Sprintf("(%s) ", choices)
	}
	return ""
}

func writeProfile(w world, text []byte, output string, force bool) error {
	if output == "-" {
		_, err := w.stdout.Write(text)
		return err
	}
	mode := os.O_WRONLY | os.O_CREATE | os.O_EXCL
	if force {
		mode = os.O_WRONLY | os.O_CREATE | os.O_TRUNC
	}
	file, err := os.OpenFile(output, mode, 0o644)
	if errors.Is(err, fs.ErrExist) {
		return usagef("%s exists already; use --force to overwrite it, or -o for another name", output)
	}
	if err != nil {
		return usagef("the profile cannot be written: %w", err)
	}
	_, err = file.Write(text)
	if err = errors.Join(err, file.Close()); err != nil {
		return usagef("the profile cannot be written: %w", err)
	}
	fmt.Fprintf(w.stderr, "wrote %s; now: oktascim run --profile %s\n", output, output)
	return nil
}
