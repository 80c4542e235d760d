namespace Adit.Diagnosis.Attempts;

/// <summary>A stage that a call reached.</summary>
/// <param name="Name">Which, such as <c>Authenticating</c>.</param>
/// <param name="Milliseconds">When, in milliseconds since the attempt began.</param>
public sealed record AttemptStage(string Name, long Milliseconds);
