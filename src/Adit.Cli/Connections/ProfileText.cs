using System.Text;
using Adit.Client.Profiles;

namespace Adit.Cli.Connections;

/// <summary>Writes a connection's file from what was imported. What a Windows profile never says, its user adds.</summary>
internal static class ProfileText
{
    /// <summary>The settings, with those of the command line behind them; their keys replace those of the profile.</summary>
    public static IReadOnlyList<(string Key, string Value)> Join(ImportedProfile profile, IEnumerable<(string Key, string? Value)> given)
    {
        var added = given.Where(setting => setting.Value is not null).Select(setting => (setting.Key, Value: setting.Value!)).ToList();
        return [.. profile.Settings.Where(setting => added.TrueForAll(one => one.Key != setting.Key)), .. added];
    }

    /// <summary>The file.</summary>
    public static string Write(string? name, IReadOnlyList<(string Key, string Value)> settings)
    {
        var text = new StringBuilder("# Imported by 'adit profile import'").Append(name is null ? "" : $" from {Printable(name)}").Append(".\n");
        foreach (var (key, value) in settings)
            text.Append(key).Append(": ").Append(Quote(value)).Append('\n');
        return text.ToString();
    }

    private static string Printable(string name) => Output.Printable.Clean(name);

    /// <summary>Bare where YAML cannot take it for anything else.</summary>
    private static string Quote(string value) => value.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '/' or '_') && value.Length > 0
        ? value
        : $"'{value.Replace("'", "''", StringComparison.Ordinal)}'";
}
