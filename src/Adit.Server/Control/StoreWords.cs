using System.Security.Cryptography.X509Certificates;
using Adit.Certificates.Keys;
using Adit.Certificates.Stores;
using StoreName = Adit.Certificates.Stores.StoreName;

namespace Adit.Server.Control;

/// <summary>Stores, kinds of keys and reasons of revocation as commands and the control API call them.</summary>
public static class StoreWords
{
    private static readonly Dictionary<X509RevocationReason, string> ReasonNames = new()
    {
        [X509RevocationReason.Unspecified] = "unspecified",
        [X509RevocationReason.KeyCompromise] = "keyCompromise",
        [X509RevocationReason.AffiliationChanged] = "affiliationChanged",
        [X509RevocationReason.Superseded] = "superseded",
        [X509RevocationReason.CessationOfOperation] = "cessationOfOperation",
        [X509RevocationReason.PrivilegeWithdrawn] = "privilegeWithdrawn",
    };

    /// <summary>All stores.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Enum.GetValues<StoreName>().Select(Of)];

    /// <summary>The kinds of keys.</summary>
    public static IReadOnlyList<string> Keys { get; } = [.. Enum.GetValues<KeyAlgorithm>().Select(Of)];

    /// <summary>Why a certificate can be revoked, in the words of RFC 5280 §5.3.1. A hold, which can be taken back, is not among them.</summary>
    public static IReadOnlyList<string> Reasons { get; } = [.. ReasonNames.Values];

    /// <summary>The word of a store.</summary>
    public static string Of(StoreName store) => store.ToString().ToLowerInvariant();

    /// <summary>The word of a kind of key.</summary>
    public static string Of(KeyAlgorithm key) => key.ToString().ToLowerInvariant();

    /// <summary>The word of a reason.</summary>
    public static string Of(X509RevocationReason reason) => ReasonNames.GetValueOrDefault(reason, "unspecified");

    internal static StoreName StoreOf(string word) => Find(Enum.GetValues<StoreName>(), Of, word) ?? throw CertificateProblems.UnknownWord("store", word, All);

    internal static KeyAlgorithm KeyOf(string word) =>
        Find(Enum.GetValues<KeyAlgorithm>(), Of, word) ?? throw CertificateProblems.UnknownWord("kind of key", word, Keys);

    internal static X509RevocationReason ReasonOf(string word) =>
        Find([.. ReasonNames.Keys], Of, word) ?? throw CertificateProblems.UnknownWord("reason", word, Reasons);

    private static T? Find<T>(T[] all, Func<T, string> name, string word)
        where T : struct => all.Where(each => name(each) == word).Select(each => (T?)each).FirstOrDefault();
}
