using System.CommandLine;
using Adit.Certificates.Revocation;

namespace Adit.Cli;

/// <summary><c>--revocation</c>: how strictly the revocation of the server's certificate is checked.</summary>
internal static class RevocationOption
{
    public const string Words = "off, soft, windows or hard";

    public static Option<string?> Create()
    {
        var option = new Option<string?>("--revocation")
        {
            Description = "Check whether the server's certificate is revoked. windows (as Windows does): refuse where its list or responder "
                + "cannot be asked; hard: also where it names none; soft: only what is known to be revoked",
            HelpName = "off|soft|windows|hard",
        };
        option.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: var word }] && RevocationSettings.ByName(word) is null)
                result.AddError($"--revocation is to be {Words}.");
        });
        return option;
    }

    /// <summary>Under a lockdown nobody can be asked, and what could be asked before is not known: nothing is checked.</summary>
    public static RevocationSettings Choose(string? word, bool isLockedDown) =>
        RevocationSettings.ByName(word ?? (isLockedDown ? "off" : "windows")) ?? RevocationSettings.Windows;

    /// <summary>What is wrong with the word; null where nothing is.</summary>
    public static string? FaultOf(string? word, bool isLockedDown) => isLockedDown && word is not (null or "off")
        ? "Under a lockdown nobody can be asked whether a certificate is revoked: leave out the check, or the lockdown."
        : null;
}
