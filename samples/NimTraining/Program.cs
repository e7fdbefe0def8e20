using Masking.Onnx;
using Masking.Samples.Nim;
using Masking.Training;
using TorchSharp;

string path = args is [var file] ? file : "nim.onnx";
torch.manual_seed(1);
using var trainer = PpoTrainer.Of(new NimPolicy(), environments: 16, steps: 64, row => new NimEnvironment());
trainer.Run(environmentSteps: 200_000);
trainer.Policy.SaveOnnx(path);
Console.WriteLine($"wins minus losses per game: {trainer.Progress.MeanReturn:F2}; the agent is in {path}");
