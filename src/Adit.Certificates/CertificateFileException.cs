namespace Adit.Certificates;

/// <summary>
/// A key or certificate file cannot be used. The message names the file, what is wrong with it and what to do; it is meant for the
/// administrator and never holds key material.
/// </summary>
public sealed class CertificateFileException(string path, string problem, Exception? cause = null)
    : Exception($"{path}: {problem}", cause)
{
    /// <summary>The file that cannot be used.</summary>
    public string Path { get; } = path;
}
