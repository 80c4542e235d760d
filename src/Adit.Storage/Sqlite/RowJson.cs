using System.Text.Json.Serialization;
using Adit.Diagnosis.Attempts;

namespace Adit.Storage.Sqlite;

/// <summary>The lists that rows hold as JSON, written by code that the compiler makes: each log-in writes some.</summary>
[JsonSerializable(typeof(IReadOnlyList<AttemptStage>))]
[JsonSerializable(typeof(IReadOnlyList<AttemptFact>))]
[JsonSerializable(typeof(IReadOnlyDictionary<string, string>))]
internal sealed partial class RowJson : JsonSerializerContext;
