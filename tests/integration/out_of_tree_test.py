#!/usr/bin/python3
"""Plugins of strangers: built from an installed tickhub alone, by g++, by clang with libc++, and in plain C by gcc; all in
one hub, which is the one of this build, sanitizers included. And every command of docs/plugins/writing.md."""
import os
import pathlib
import re
import shutil
import subprocess
import tempfile
import unittest

from hub_process import ROOT, Hub

BUILD = pathlib.Path(os.environ["TICKHUB_PROGRAM"]).resolve().parents[1]
COMPILERS = {
    "gcc": ["-DCMAKE_C_COMPILER=gcc", "-DCMAKE_CXX_COMPILER=g++"],
    "clang": ["-DCMAKE_C_COMPILER=clang-14", "-DCMAKE_CXX_COMPILER=clang++-14", "-DCMAKE_CXX_FLAGS=-stdlib=libc++"],
}
TEMPLATES = ["feed", "replay", "processor", "c_processor", "sink"]

EVERYONE = """
hub: {{name: everyone, plugins: ["{plugins}/gcc/build", "{plugins}/clang/build"]}}
listeners: {{web: {{address: 127.0.0.1:0}}}}
feeds:
  of_gcc: {{plugin: gcc_feed, settings: {{symbol: GCC, every: 10ms}}}}
  of_clang: {{plugin: clang_feed, settings: {{symbol: CLANG, every: 10ms}}}}
processors:
  alerts_of_gcc: {{plugin: gcc_processor}}
  alerts_of_clang: {{plugin: clang_processor}}
  quotes_of_c: {{plugin: gcc_c_processor}}
sinks:
  newest_of_gcc: {{plugin: gcc_sink, settings: {{listener: web, path: /gcc}}}}
  newest_of_clang: {{plugin: clang_sink, settings: {{listener: web, path: /clang}}}}
routes:
  - {{from: [of_gcc, of_clang], to: [alerts_of_gcc, alerts_of_clang, quotes_of_c]}}
  - {{from: [alerts_of_gcc, alerts_of_clang, quotes_of_c], to: [newest_of_gcc, newest_of_clang]}}
"""

# What exception_probe fails with, whoever compiled it.
EXCEPTIONS = """\
on_events failed: 1: a standard exception
on_events failed: 2: an exception of the plugin's own
on_events failed: an exception of an unknown type
on_events failed: 4: rethrown from an exception_ptr
on_events failed: 5: rethrown from another thread's exception_ptr
on_events failed: 6: kept from one callback to the next
on_events failed: 8: outer, nested: inner
on_events failed: 9: out of a future
on_events failed: 10: thrown on, and caught by its base: twice
on_events failed: std::bad_alloc
""".splitlines()


class OutOfTree(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.temporary = tempfile.TemporaryDirectory(prefix="tickhub-out-of-tree-")
        cls.folder = pathlib.Path(cls.temporary.name)
        cls.prefix = cls.folder / "prefix"
        cls.environment = {**os.environ, "TICKHUB": str(cls.prefix), "CCACHE_BASEDIR": str(cls.folder),
                           "CCACHE_NOHASHDIR": "1"}
        if shutil.which("ccache"):
            cls.environment["CMAKE_C_COMPILER_LAUNCHER"] = cls.environment["CMAKE_CXX_COMPILER_LAUNCHER"] = "ccache"
        cls.run_ok("cmake", "--install", BUILD, "--prefix", cls.prefix)
        for compiler, options in COMPILERS.items():
            cls.rename_and_build(compiler, options)
            cls.run_ok("cmake", "-G", "Ninja", "-S", cls.prefix / "share/tickhub/test_plugins",
                       "-B", cls.folder / compiler / "probes", f"-DCMAKE_PREFIX_PATH={cls.prefix}", *options)
            cls.run_ok("cmake", "--build", cls.folder / compiler / "probes")

    @classmethod
    def tearDownClass(cls):
        cls.temporary.cleanup()

    @classmethod
    def run_ok(cls, *command, cwd=None):
        done = subprocess.run([str(word) for word in command], cwd=cwd or cls.folder, env=cls.environment,
                              capture_output=True, text=True, check=False)
        if done.returncode != 0:
            raise AssertionError(f"{command} ended with {done.returncode}:\n{done.stdout}{done.stderr}")
        return done.stdout

    @classmethod
    def rename_and_build(cls, name, options):
        """What an author does first: my_feed becomes gcc_feed, in all files and their names."""
        source = cls.folder / name
        shutil.copytree(cls.prefix / "share/tickhub/template", source)
        for file in list(source.iterdir()):
            text = file.read_text(encoding="utf-8").replace("my_", f"{name}_")
            file.unlink()
            (source / file.name.replace("my_", f"{name}_")).write_text(text, encoding="utf-8")
        build = source / "build"
        cls.run_ok("cmake", "-G", "Ninja", "-S", source, "-B", build, f"-DCMAKE_PREFIX_PATH={cls.prefix}", *options)
        cls.run_ok("cmake", "--build", build, "--target", *[f"{name}_{template}" for template in TEMPLATES])

    def contract_checks(self, plugin):
        return self.run_ok(self.prefix / "bin/tickhub_contract_checks", plugin)

    def test_plugins_of_every_compiler_keep_the_contract(self):
        for compiler in COMPILERS:
            for template in TEMPLATES:
                with self.subTest(plugin=f"{compiler}_{template}"):
                    told = self.contract_checks(self.folder / compiler / "build" / f"{compiler}_{template}.so")
                    self.assertEqual(told.count("kept    "), 12, told)

    def test_exceptions_stay_whole_in_a_plugin_of_every_compiler(self):
        for compiler in COMPILERS:
            with self.subTest(compiler=compiler):
                told = self.contract_checks(self.folder / compiler / "probes/exception_probe.so")
                check = told.split("each callback succeeds or fails with a text, and nothing comes after stop\n")[1]
                failures = [line.strip() for line in check.split("\nkept")[0].splitlines()]
                self.assertEqual(failures, EXCEPTIONS)

    def test_a_plugin_links_libcxx_statically_and_the_plain_c_one_no_cxx_at_all(self):
        needed = lambda path: re.findall(r"NEEDED.*\[(.*)\]", self.run_ok("readelf", "-d", path))
        clang = needed(self.folder / "clang/build/clang_feed.so")
        self.assertEqual([name for name in clang if "c++" in name], [])
        plain = needed(self.folder / "gcc/build/gcc_c_processor.so")
        self.assertEqual([name for name in plain if "c++" in name or "libm" in name], [])

    def test_all_of_them_work_in_one_hub(self):
        config = EVERYONE.format(plugins=self.folder)
        file = self.folder / "everyone.yaml"
        file.write_text(config, encoding="utf-8")
        self.assertIn("everyone.yaml: fine", self.run_ok(self.prefix / "bin/tickhub", "check", file))
        with Hub(config, program=str(self.prefix / "bin/tickhub")) as hub:
            delivered = hub.wait_for(lambda: self.all_delivered(hub), "events on every route")
            self.assertEqual(len(delivered), 12)
            for path in ("/gcc", "/clang"):
                status, body = hub.get(path)
                self.assertEqual(status, 200)
                self.assertRegex(body, r'"symbol": ?"(GCC|CLANG)"')
            self.assertEqual(hub.get("/readyz")[0], 200)
            self.assertEqual(hub.stop(), 0, hub.log)

    @staticmethod
    def all_delivered(hub):
        delivered = {key: value for key, value in hub.metrics().items() if "route_delivered_total" in key}
        return delivered if all(value > 0 for value in delivered.values()) else None

    def test_every_command_of_the_guide_works(self):
        guide = (ROOT / "docs/plugins/writing.md").read_text(encoding="utf-8")
        blocks = re.findall(r"```sh\n(.*?)```", guide, re.DOTALL)
        self.assertGreaterEqual(len(blocks), 6)
        hub = None
        folder = self.folder
        try:
            for block in blocks:
                with self.subTest(commands=block):
                    if block.strip().endswith("run hub.yaml"):
                        config = (folder / "hub.yaml").read_text(encoding="utf-8")
                        hub = Hub(config.replace("[build]", f'["{folder}/build"]'),
                                  program=str(self.prefix / "bin/tickhub")).__enter__()
                        hub.wait_for(lambda: hub.get("/newest")[0] == 200, "the newest event")
                        continue
                    if hub:
                        block = block.replace("127.0.0.1:8080", f"127.0.0.1:{hub.port}")
                    self.run_ok("bash", "-euo", "pipefail", "-c", block, cwd=folder)
                    if (self.folder / "my_plugins").is_dir():
                        folder = self.folder / "my_plugins"
        finally:
            if hub:
                self.assertEqual(hub.stop(), 0, hub.log)
                hub.__exit__()
        self.assertIsNotNone(hub)


if __name__ == "__main__":
    unittest.main(verbosity=2)
