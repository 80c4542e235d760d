namespace Adit.Diagnosis.Attempts;

/// <summary>Something that was seen on the way, such as the TLS version. Never a secret.</summary>
/// <param name="Name">What, such as <c>tls.version</c>.</param>
/// <param name="Value">As text.</param>
public sealed record AttemptFact(string Name, string Value);
