using Adit.Server.Control;

namespace Adit.Server.Tests.Control.Api;

/// <summary>What a route of the control API takes and gives.</summary>
/// <param name="Summary">What it does, in a sentence.</param>
/// <param name="Answer">The type of its JSON answer; null where it has none.</param>
/// <param name="Faults">The refusals that it knows, beside those that any route has.</param>
internal sealed record ApiOperation(string Summary, Type? Answer, params ControlFault[] Faults)
{
    /// <summary>Refused callers and faults of the server: any route has those.</summary>
    public static IReadOnlyList<ControlFault> Everywhere { get; } = [ControlFault.Denied, ControlFault.Failed];

    /// <summary>The type of its body; null where it takes none.</summary>
    public Type? Body { get; init; }

    /// <summary>The media type of an answer that is no JSON.</summary>
    public string? MediaType { get; init; }

    /// <summary>Parameters in the query, or in a header where so said.</summary>
    public IReadOnlyList<ApiParameter> Parameters { get; init; } = [];
}

/// <summary>A parameter of a route.</summary>
internal sealed record ApiParameter(string Name, string Type, string Description, bool IsRequired = false, string In = "query");
