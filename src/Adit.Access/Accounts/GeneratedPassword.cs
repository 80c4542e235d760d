using System.Security.Cryptography;

namespace Adit.Access.Accounts;

/// <summary>Passwords to be read aloud and typed once: four groups of four from 32 characters that nobody confuses, so 80 bits.</summary>
public static class GeneratedPassword
{
    private const string Alphabet = "abcdefghijkmnpqrstuvwxyz23456789"; // without l, o, 0 and 1
    private const int Groups = 4;
    private const int GroupLength = 4;

    /// <summary>A new password such as <c>k7mw-p2ax-9dhe-t4cn</c>.</summary>
    public static string Create() =>
        string.Join('-', Enumerable.Range(0, Groups).Select(_ => RandomNumberGenerator.GetString(Alphabet, GroupLength)));
}
