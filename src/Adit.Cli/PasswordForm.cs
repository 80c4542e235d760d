using System.CommandLine;
using Adit.Server.Control;

namespace Adit.Cli;

/// <summary><c>--password-form</c>: how an account keeps its password, and so which methods can check it.</summary>
internal static class PasswordForm
{
    public static Option<string?> Create()
    {
        var form = new Option<string?>("--password-form")
        {
            Description = "How the password is kept: nt (MS-CHAPv2, PAP), slow (PAP alone), reversible (CHAP too; only where you must)",
            HelpName = "FORM",
        };
        form.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: var text }] && !PasswordForms.IsKnown(text))
                result.AddError($"--password-form is to be one of {PasswordForms.All}.");
        });
        return form;
    }
}
