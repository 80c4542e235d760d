using System.Security.Cryptography;

namespace Adit.Client.Profiles;

/// <summary>Reads how a Windows profile checks the server that authenticates, and says where it would let in a wrong one.</summary>
internal static class EapServerValidation
{
    /// <param name="place">Where to say what is missing.</param>
    /// <param name="validation">The element ServerValidation; null where the profile has none.</param>
    /// <param name="extensions">What holds PerformServerValidation and AcceptServerName; null for nothing.</param>
    /// <param name="profile">What comes of it.</param>
    public static void Read(XmlPart place, XmlPart? validation, XmlPart? extensions, ImportedProfile profile)
    {
        var performs = extensions?.Take("PerformServerValidation");
        var acceptsNames = profile.Flag(extensions?.Take("AcceptServerName"));
        if (validation is null || profile.Flag(performs) is false)
        {
            profile.Report(performs ?? place, new ProfileFailure.ServerNotValidated());
            if (validation is null)
                return;
        }

        if (profile.Flag(validation.Take("DisableUserPromptForServerValidation")) is not true)
            profile.Report(validation, new ProfileFailure.UserMayDecide());
        SetHashes("eapPins", validation.TakeAll("TrustedRootCA"), profile);
        ReadNames(validation, acceptsNames is not false, profile);
    }

    /// <summary>SHA-1 fingerprints in hexadecimal digits, with or without blanks.</summary>
    public static void SetHashes(string key, IReadOnlyList<XmlPart> parts, ImportedProfile profile)
    {
        var hashes = parts.Select(part => (Part: part, Hex: part.Text.Replace(" ", "", StringComparison.Ordinal).ToUpperInvariant())).ToList();
        foreach (var wrong in hashes.Where(hash => !IsHash(hash.Hex)))
            profile.Report(wrong.Part, new ProfileFailure.RootHashInvalid(wrong.Part.Text));
        if (hashes.Exists(hash => IsHash(hash.Hex)))
            profile.Set(key, string.Join(' ', hashes.Select(hash => hash.Hex).Where(IsHash).Distinct(StringComparer.Ordinal)));
    }

    private static void ReadNames(XmlPart validation, bool areUsed, ImportedProfile profile)
    {
        var names = validation.Take("ServerNames");
        if (names is null || names.Text.Length == 0 || !areUsed)
        {
            profile.Report(names ?? validation, new ProfileFailure.ServerNamesMissing());
            return;
        }

        if (names.Text.Contains(' ', StringComparison.Ordinal) || names.Text.Contains(',', StringComparison.Ordinal))
            profile.Report(names, new ProfileFailure.ServerNamesMalformed(names.Text));
        profile.Set("eapServerNames", names.Text);
    }

    private static bool IsHash(string hex) => hex.Length == 2 * SHA1.HashSizeInBytes && hex.All(char.IsAsciiHexDigit);
}
