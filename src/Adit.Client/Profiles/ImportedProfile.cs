namespace Adit.Client.Profiles;

/// <summary>What was understood of a profile in XML, as keys of a connection's file, and what was not.</summary>
public sealed class ImportedProfile
{
    private readonly List<(string Key, string Value)> _settings = [];
    private readonly List<ProfileFinding> _findings = [];

    /// <summary>The name that the profile gives itself; null for none.</summary>
    public string? Name { get; internal set; }

    /// <summary>Keys and values in the order in which they are to stand.</summary>
    public IReadOnlyList<(string Key, string Value)> Settings => _settings;

    /// <summary>In the order of the file.</summary>
    public IReadOnlyList<ProfileFinding> Findings => [.. _findings.OrderBy(finding => finding.Line)];

    /// <summary>What a key has; null where the profile did not say it.</summary>
    public string? Find(string key) => _settings.Where(setting => setting.Key == key).Select(setting => setting.Value).FirstOrDefault();

    internal void Set(string key, string value)
    {
        _settings.RemoveAll(setting => setting.Key == key);
        _settings.Add((key, string.Concat(value.Select(c => char.IsControl(c) ? ' ' : c)))); // one line each
    }

    internal void Report(XmlPart part, ProfileFailure failure, bool isFatal = true) => _findings.Add(new ProfileFinding(part.Line, failure, isFatal));

    /// <summary>True, false, or nothing where the element is missing or says neither, which is then told.</summary>
    internal bool? Flag(XmlPart? part)
    {
        if (part is null)
            return null;
        if (part.Text.ToLowerInvariant() is "true" or "1")
            return true;
        if (part.Text.ToLowerInvariant() is not ("false" or "0"))
            Report(part, new ProfileFailure.ValueNotUnderstood(part.Name, part.Text));
        return false;
    }
}
