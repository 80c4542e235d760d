using Adit.Certificates.Names;

namespace Adit.Server.Configuration;

/// <summary>Reads which certificates callers are shown.</summary>
internal static class CertificateReader
{
    private const int MaxCertificates = 32;
    private const int MaxNames = 100;
    private const int MaxWords = 16;

    public static IReadOnlyList<CertificateSettings> Read(YamlSection root) =>
        root.Groups("certificates", MaxCertificates, "a group with a file or an entry of the store", ReadOne);

    public static CertificateHookSettings ReadHook(YamlSection section, CertificateHookSettings defaults) => defaults with
    {
        Run = section.List("run", defaults.Run, 0, MaxWords, "words, the first an absolute path", text => text, shown: "none"),
        TimeLimit = section.Duration("timeLimit", defaults, options => options.TimeLimit),
    };

    /// <summary>What is wrong with keys that stand well alone.</summary>
    public static void Check(YamlSection root, ServerConfiguration configuration)
    {
        if (configuration.CertificateHook.Run is [var program, ..] && !Path.IsPathRooted(program))
            root.Report("certificateHook", $"'{program}' is no absolute path", "Name the program with its whole path in 'certificateHook.run'.");
    }

    private static CertificateSettings ReadOne(YamlSection section)
    {
        var settings = new CertificateSettings
        {
            File = PathOf(section, "file"),
            Key = PathOf(section, "key"),
            Store = section.Text("store", "", "a fingerprint or a name", text => text.Length > 0) is { Length: > 0 } entry ? entry : null,
            Names = section.List("names", [], 0, MaxNames, "a DNS name or an address",
                text => ServerName.TryParse(text, out var name) ? name.ToString() : null, shown: "those that it bears"),
        };
        if (settings.File is null == settings.Store is null)
            section.Report("file", "a certificate needs either a 'file' or an entry of the 'store'", "Name one of the two.");
        if (settings.Store is not null && settings.Key is not null)
            section.Report("key", "an entry of the store has its key there", "Take 'key:' out.");
        return settings;
    }

    private static string? PathOf(YamlSection section, string key) =>
        section.Text(key, "", "an absolute path", Path.IsPathRooted) is { Length: > 0 } path ? path : null;
}
