namespace Masking.Build.Tests;

/// <summary>
/// Applications whose native libraries do not fit, next to the clone of <see cref="OutsideProject"/>. They differ in their project files;
/// their program makes one call, which the first argument names, and prints its error. It makes the call twice, because the second one must
/// report the same.
/// </summary>
/// <param name="outside">The clone.</param>
public sealed class LoadErrorProjects(OutsideProject outside) : IAsyncLifetime
{
    private const string Libtorch = """<PackageReference Include="TorchSharp-cpu" Version="0.107.0" />""";

    private const string Program = """
        using Masking;
        using Masking.Training;
        using Masking.Training.CommandLine;

        for (int attempt = 0; attempt < 2; attempt++)
        {
            try
            {
                FirstCall(args[0]);
                Console.WriteLine("loaded");
            }
            catch (Exception error)
            {
                Console.WriteLine($"{error.GetType().Name} after {error.InnerException?.GetType().Name}: {error.Message}");
            }
        }

        static object? FirstCall(string name) => name switch
        {
            "policy" => new Walker(),
            "policy with initializers" => new Wanderer(),
            "recurrent policy" => new Nomad(),
            "value network" => new Judge(),
            "load" => Walker.Load("walker.safetensors"),
            "batch" => new Walker.Batch(environments: 2),
            "memory" => Nomad.Memory.Initial(batch: 2),
            "vector encoder" => new MlpEncoder(inputs: 4),
            "entity encoder" => new DeepSetEncoder(features: 4),
            "grid encoder" => new ConvEncoder(channels: 1, height: 2, width: 2),
            "own encoder" => new Identity(),
            "core" => new MlpCore(inputs: 4, width: 8),
            "recurrent core" => new LstmCore(inputs: 4, width: 8),
            "head" => new Head<bool>(inputs: 4, choices: 2),
            "pointer" => new PointerHead(inputs: 4, candidates: 4),
            "value head" => new ValueHead(inputs: 4),
            "attention" => new MaskedAttention(dim: 4, heads: 1, dimHead: 4),
            "trainer" => PpoTrainer.Of(new Walker(), environments: 2, steps: 2, row => new Road()),
            "library" => Load(),
            "command" => Train(),
            _ => throw new ArgumentException($"unknown call: {name}"),
        };

        static object? Load()
        {
            TorchLibrary.EnsureLoaded();
            return null;
        }

        static object? Train()
        {
            TrainingCommand command = new("walk", "Walks.")
            {
                Title = "Walk",
                DefaultSteps = 4,
                BestReturn = 1,
                CreateTrainer = arguments => PpoTrainer.Of(new Walker(), environments: 2, steps: 2, row => new Road()),
            };
            StringWriter output = new(), error = new();
            int exitCode = command.RunAsync([], output, error).Result;
            throw new InvalidOperationException($"exit code {exitCode}, output \"{output}\", error \"{error.ToString().TrimEnd()}\"");
        }

        internal sealed class Identity() : VectorEncoder(nameof(Identity), width: 4)
        {
            public override TorchSharp.torch.Tensor forward(TorchSharp.torch.Tensor input) => input.alias();
        }

        internal sealed class Road : IEnvironment<Walker.Batch, Walker.Actions>
        {
            public void Reset(RandomNumbers random)
            {
            }

            public StepResult Step(Walker.Actions actions, int row, RandomNumbers random) => new(1, EpisodeStatus.Terminated);

            public void WriteObservation(Walker.Batch batch, int row) => batch.Clear(row);
        }

        [MaskedPolicy]
        internal sealed partial class Walker
        {
            [Observation(4)] public partial MlpEncoder State { get; }
            [ActionMask]     public partial Head<bool> Go { get; }
            [Value]          public partial ValueHead Value { get; }
        }

        [MaskedPolicy]
        internal sealed partial class Wanderer
        {
            [Observation(4)] public partial MlpEncoder State { get; } = new(inputs: 4);
            [ActionMask]     public partial Head<bool> Go { get; }
        }

        [MaskedPolicy]
        internal sealed partial class Nomad
        {
            [Observation(4)] public partial MlpEncoder State { get; }
            [Core(8)]        public partial GruCore Core { get; }
            [ActionMask]     public partial Head<bool> Go { get; }
        }

        [MaskedPolicy]
        internal sealed partial class Judge
        {
            [Observation(4)] public partial MlpEncoder State { get; }
            [ActionMask]     public partial QHead<bool> Q { get; }
        }
        """;

    /// <summary>An application without libtorch.</summary>
    public const string WithoutLibtorch = "without-libtorch";

    /// <summary>An application with the library of the package, which some hosts cannot load.</summary>
    public const string NotRelaxed = "not-relaxed";

    /// <summary>An application for Windows.</summary>
    public const string ForWindows = "for-windows";

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        Write(WithoutLibtorch, "<MaskingCheckTorchSharp>false</MaskingCheckTorchSharp>", "");
        Write(NotRelaxed, "<MaskingRelaxTorchSharp>false</MaskingRelaxTorchSharp>", Libtorch);
        Write(
            ForWindows,
            "<RuntimeIdentifier>win-x64</RuntimeIdentifier><SelfContained>false</SelfContained><UseAppHost>false</UseAppHost>",
            Libtorch);
        await File.WriteAllTextAsync(Path.Combine(outside.Folder, "all.proj"), """
            <Project DefaultTargets="Build">
              <ItemGroup>
                <Application Include="*/load-error.csproj" />
              </ItemGroup>
              <Target Name="Restore">
                <MSBuild Projects="@(Application)" Targets="Restore" />
              </Target>
              <Target Name="Build">
                <MSBuild Projects="@(Application)" Targets="Build" BuildInParallel="true" />
              </Target>
            </Project>
            """);
        await Command.Dotnet(outside.Folder, "build", "all.proj", "--configuration", "Release");
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>Runs an application, asserts that both attempts print the same, and returns it.</summary>
    /// <param name="application">The application.</param>
    /// <param name="call">The call to make.</param>
    public async Task<string> Run(string application, string call)
    {
        string output = Directory.GetFiles(Path.Combine(outside.Folder, application, "bin"), "load-error.dll", SearchOption.AllDirectories)
            .Single();
        string[] lines = (await Command.Dotnet(outside.Folder, output, call)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(2, lines.Length);
        Assert.Equal(lines[0], lines[1]);
        return lines[0];
    }

    private void Write(string application, string properties, string packages)
    {
        string folder = Directory.CreateDirectory(Path.Combine(outside.Folder, application)).FullName;
        File.WriteAllText(Path.Combine(folder, "Program.cs"), Program);
        File.WriteAllText(Path.Combine(folder, "load-error.csproj"), $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <Nullable>enable</Nullable>
                <ImplicitUsings>enable</ImplicitUsings>
                {properties}
              </PropertyGroup>
              <Import Project="../masking/Masking.targets" />
              <ItemGroup>
                <ProjectReference Include="../masking/src/Masking.Training.CommandLine/Masking.Training.CommandLine.csproj" />
                {packages}
              </ItemGroup>
            </Project>
            """);
    }
}
