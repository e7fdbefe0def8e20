using Masking.Samples.MicroRts.Learning;
using Masking.Samples.MicroRts.Players;
using static TorchSharp.torch;

namespace Masking.Samples.MicroRts;

/// <summary>Creates players by their names: the scripted players, and the trained agent.</summary>
public sealed class PlayerFactory : IDisposable
{
    /// <summary>The name of the trained agent.</summary>
    public const string Agent = "agent";

    private readonly MicroRtsPolicy? _policy;

    /// <summary>Loads the agent if it is one of the players.</summary>
    /// <param name="agentFile">The model file of the agent.</param>
    /// <param name="names">The names of the players that will be created.</param>
    /// <exception cref="IOException">The file does not exist, is no model file, or contains weights that are not finite.</exception>
    public PlayerFactory(FileInfo agentFile, params IEnumerable<string> names)
    {
        ArgumentNullException.ThrowIfNull(agentFile);
        if (names.Contains(Agent))
        {
            // Small products are faster on one thread.
            set_num_threads(1);
            _policy = MicroRtsPolicy.Load(agentFile.FullName);
            if (!_policy.parameters().All(weights => weights.isfinite().all().item<bool>()))
            {
                _policy.Dispose();
                throw new InvalidDataException(
                    $"{agentFile.FullName}: expected finite weights, got NaN or infinity. Train the agent again.");
            }
        }
    }

    /// <summary>The model file of the agent that comes with the sample.</summary>
    public static FileInfo TrainedAgent { get; } = new(Path.Join(AppContext.BaseDirectory, "agent.safetensors"));

    /// <summary>The names of all players.</summary>
    public static IReadOnlyList<string> Names { get; } = [Agent, .. ScriptedPlayers.Names];

    /// <summary>Creates a player.</summary>
    /// <param name="name">One of the names that were passed to the constructor.</param>
    public IPlayer Create(string name) => name != Agent
        ? ScriptedPlayers.Create(name)
        : new AgentPlayer(_policy ?? throw new InvalidOperationException($"expected one of the loaded players, got '{name}'."));

    /// <inheritdoc/>
    public void Dispose() => _policy?.Dispose();
}
