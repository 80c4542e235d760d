using System.Text;
using System.Text.Unicode;
using Adit.Protocols.Eap;
using Adit.Protocols.Radius;

namespace Adit.Access.Decisions;

/// <summary>The one place that makes text of what users' programs sent as their names and passwords.</summary>
public static class IdentityReader
{
    /// <summary>The 8-bit code page of this name; null for none.</summary>
    public static Encoding? FindCodePage(string name)
    {
        try
        {
            var found = CodePagesEncodingProvider.Instance.GetEncoding(name) ?? Encoding.GetEncoding(name);
            return found.IsSingleByte ? found : null;
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    /// <summary>The same request with the name as the options have it read; a password, too, which is then UTF-8.</summary>
    public static AccessRequest Read(AccessRequest request, AccessOptions options)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(options);
        if (request.Credentials is AccessCredentials.AuthorizeOnly)
            return request with { Identity = ReadRealm(request.Credentials.UserName, options) };
        if (request.EapMethod is not EapType.None)
            options = ForEap(options);
        var name = Decode(request.Credentials.EncodeUserName(), options);
        var credentials = request.Credentials is AccessCredentials.Pap pap && !IsUtf8(pap.Password.Span, options)
            ? pap with { Password = Encoding.UTF8.GetBytes(CodePageOf(options).GetString(pap.Password.Span)) }
            : request.Credentials;
        return request with { Credentials = credentials, Identity = ReadRealm(name, options) };
    }

    /// <summary>
    /// How a name with letters beyond ASCII came and was read, as facts for the record: whoever is refused for it shall be told from others.
    /// None for other names.
    /// </summary>
    public static IReadOnlyList<KeyValuePair<string, string>> Describe(AccessRequest request, AccessOptions options)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(options);
        var (bytes, isEap) = (request.Credentials.EncodeUserName(), request.EapMethod is not EapType.None);
        return Ascii.IsValid(bytes) ? [] :
        [
            new("name.bytes", Utf8.IsValid(bytes) ? "utf-8" : "8-bit"),
            new("name.read", $"{(isEap ? ForEap(options) : options).IdentityText}".ToLowerInvariant()),
            new("name.carrier", isEap ? "eap" : "other"),
        ];
    }

    /// <summary>The name with its realm or without it.</summary>
    public static string ReadRealm(string name, AccessOptions options)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(options);
        return options.Realm is RealmRule.Strip && name.LastIndexOf('@') is > 0 and var at ? name[..at] : name;
    }

    /// <summary>EAP has UTF-8, whatever others have (RFC 3748 §5.1); who sends a code page there all the same is read unless the options forbid it.</summary>
    private static AccessOptions ForEap(AccessOptions options) =>
        options.IdentityText is IdentityText.CodePage ? options with { IdentityText = IdentityText.Auto } : options;

    private static string Decode(ReadOnlySpan<byte> bytes, AccessOptions options) =>
        IsUtf8(bytes, options) ? Encoding.UTF8.GetString(bytes) : CodePageOf(options).GetString(bytes);

    /// <summary>What is to be UTF-8 and is not becomes a name that no account has.</summary>
    private static bool IsUtf8(ReadOnlySpan<byte> bytes, AccessOptions options) => options.IdentityText switch
    {
        IdentityText.Utf8 => true,
        IdentityText.CodePage => false,
        _ => Utf8.IsValid(bytes),
    };

    private static Encoding CodePageOf(AccessOptions options) => FindCodePage(options.CodePage) ?? Encoding.Latin1;
}
