namespace Adit.Tests;

/// <summary>
/// This test provokes the scenario of this id with real components, and checks what client and server say of it. From these attributes
/// <c>docs/failures/coverage.md</c> is made.
/// </summary>
/// <param name="id">The scenario, such as <c>A22</c>.</param>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
internal sealed class ScenarioAttribute(string id) : Attribute
{
    /// <summary>The scenario, such as <c>A22</c>.</summary>
    public string Id { get; } = id;

    /// <summary>Whether it has no error, and is found by looking: the test checks that it is named.</summary>
    public bool Linted { get; init; }

    /// <summary>The number that a client shows, where no document has it for this case; null where it is as documented.</summary>
    public string? Seen { get; init; }
}
