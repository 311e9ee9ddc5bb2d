package main

import (
	"errors"
	"fmt"
	"net/url"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/oktascim/oktascim/suites/near"
)

// noArguments refuses arguments to a command that takes none. What is given
// most often is the address of the target.
func noArguments(c *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	given, hint := args[0], fmt.Sprintf("`%s --help` shows all flags", c.CommandPath())
	if u, err := url.Parse(given); err == nil && u.Host != "" {
		given = u.Redacted()
		if c.Flags().Lookup("base-url") != nil {
			hint = "give the address as --base-url " + given
		}
	}
	return usagef("`%s` takes no argument, but got %q; %s", c.CommandPath(), given, hint)
}

// flagError says which flag was probably meant.
func flagError(c *cobra.Command, err error) error {
	help := fmt.Sprintf("`%s --help` shows all flags", c.CommandPath())
	var unknown *pflag.NotExistError
	if !errors.As(err, &unknown) {
		return usagef("%w; %s", err, help)
	}
	name := unknown.GetSpecifiedName()
	if strings.HasSuffix(name, "token") && c.Flags().Lookup("token-env") != nil {
		return usagef("%w: a token is never an argument, which other users of the machine could read; set OKTASCIM_TOKEN, or use --token-env or --token-file", err)
	}
	var known []string
	c.Flags().VisitAll(func(f *pflag.Flag) {
		if !f.Hidden {
			known = append(known, f.Name)
		}
	})
	meant := near.Word(name, known)
	if meant == "" && c.Flags().Lookup("base-url") != nil && strings.HasSuffix(name, "url") {
		meant = "base-url"
	}
	if meant != "" {
		return usagef("%w (did you mean --%s?); %s", err, meant, help)
	}
	return usagef("%w; %s", err, help)
}
